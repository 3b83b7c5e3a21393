#include <string.h>
#include "fill.c"
#include "offset.c"

/* Fills y with a value and copies the lines of x to their places in it. */
static void pad_constant(const float *x, float *y, int count, float value, int lines, int line,
                         int first, int rank, const int *extents, const int *steps)
{
    fill(y, count, value);
    for (int i = 0; i < lines; i++)
        memcpy(y + first + offset_of(i, rank, extents, steps), x + i * line, (size_t)line * sizeof *y);
}
