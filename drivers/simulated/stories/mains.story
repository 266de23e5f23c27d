# The mains fail while somebody rides from 1 to 5, and are back after 20 s: the car stops between floors, creeps to the
# nearest landing by itself, and lets its passenger out. The controller is silent without mains.
1      trip 1 5 1
11.6   mains-off
32     mains-on
60     end
