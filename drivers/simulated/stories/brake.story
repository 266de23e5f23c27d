# The two dangerous ends of a brake: an arm that does not set at a stop, and one that does not release for a start.
1      trip 1 2 1
9      brake-stuck 1 released
25     brake-works
26     trip 2 3 1
27     brake-stuck 2 set
45     brake-works
70     end
