# What happens at the lift while its box is a QEMU guest: two ordinary trips, an entrapment, a rescue. The box has
# entrapment limits of 10 s; the host pulls its USB adapter in the quiet before, and its power once it has told.
1      trip 1 2 1
+0.5   trip 2 3 1

# The adapter is out for the first 35 s of this pause.

# The third passenger is stuck between 3 and 2, and presses the alarm button. Then the power goes.
55     trip 3 1 1
61     stop-between-floors
65     press-alarm 3

# The box has had 40 s to come back.
105    technician-arrives
106.5  creep-to-landing
111    open-door
125    technician-leaves
600    end
