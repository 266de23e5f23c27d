# The demonstration: 200 s in the life of one lift, 8 landings at 3 m, in which everything happens that a box of the
# first release can tell. Behind the >: what a box with the default rules should make of it, and when.
# The times of doors and runs do not hang on the seed; whoever changes one time checks those after it.

# Two ordinary trips: 1 to 2, and 2 to 3, where the first passenger gets out. Nothing to tell.
1      trip 1 2 1
+0.5   trip 2 3 1

# The third gets in at 3 for 1. The lock contact of a landing door opens in motion: at 34.8 the car stands 760 mm
# below 3, outside the zone.
#                                 > 35.0  safety_chain_open, raised
#                                 > 79.8  entrapment, suspected (45 s after the stop); stopped_outside_door_zone
23     trip 3 1 1
29     stop-between-floors

# The alarm button, for 3 s; while somebody is trapped the box loses its daemon.
#                                 > 81.0  alarm_button, raised; entrapment, confirmed (pressed for 0.5 s)
80.5   press-alarm 3
84     note kill-daemon

# The technician creeps back to 3 (4.3 s) and opens. The passenger leaves at 98.1; the technician holds the door
# until the car has been seen empty for 10 s.
#                                 > 90.0  entrapment, on_site
#                                 > 91.0  mode_inspection
#                                 > 94.4  stopped_outside_door_zone, cleared
#                                 > 95.0  safety_chain_open, cleared
#                                 > 98.0  entrapment, released (door not closed for 2 s)
#                                 > 110.1 entrapment, cleared (2 s hold of the PIR sensor, 10 s quiet)
#                                 > 111.6 mode_normal
90     technician-arrives
91.5   creep-to-landing
96     open-door
110.5  technician-leaves

# The lift idles, empty and shut since 112.7. The bus cable is out for 32.5 s; towards its end the next passenger
# calls at 3.
#                                 > 143.5 alarm_button, cleared (60 s after the press)
#                                 > 144   source_lost, raised (30 s without an answer)
#                                 > 146.5 source_lost, cleared
114    cut-bus
142    trip 3 4 1
146.5  restore-bus

# The car stops at 4 at 153.4, and the door does not open. The broker is away while the alarm is pressed.
#                                 > 156.5 alarm_button, raised
#                                 > 163.8 door_open_fault, raised (told to open for 10 s)
#                                 > 168.5 entrapment, confirmed (held for 15 s)
147    door-stuck-shut
151    note broker-off
156    press-alarm 2

# The door works again; the passenger is out at 171.6. A trolley keeps the door from shutting, seven times.
#                                 > 169.5 door_open_fault, cleared
#                                 > 171.5 entrapment, released
#                                 > 182.6 door_close_fault, raised (the 6th time)
#                                 > 183.6 entrapment, cleared
169.5  door-works
170    obstruct-door 7
171    note broker-on

# Whoever has the trolley gets in at last, at 184.5, and rides from 4 to 3.
#                                 > 192.3 door_close_fault, cleared (shut for 5 s)
184    trip 4 3 1
200    end
