#include "offset.c"

/* Writes lines of so many values one after the other; the outer axes say where in x a line begins, step how far apart its values lie. */
static void gather(const float *x, float *y, int lines, int line, int step, int rank, const int *extents, const int *steps)
{
    for (int i = 0; i < lines; i++, y += line) {
        const float *from = x + offset_of(i, rank, extents, steps);
        for (int j = 0; j < line; j++) y[j] = from[j * step];
    }
}
