#include "offset.c"

/*
 * Two operands stretched to one shape: lines of so many values; steps of 0 repeat a value.
 * The outer axes say where lines begin, the step within a line is 0 or 1.
 */
struct broadcast {
    int lines, line, a_step, b_step, rank;
    const int *extents, *a_steps, *b_steps;
};
