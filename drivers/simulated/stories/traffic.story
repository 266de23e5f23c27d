# Ordinary traffic without an end, different for every --seed: for soak runs and benchmarks.
1      trip any any any
+8     trip any any any
+6     trip any any any
+10    repeat
