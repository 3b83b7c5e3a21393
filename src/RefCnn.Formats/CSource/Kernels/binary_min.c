#include <math.h>
#include "broadcast.c"

/* The smaller of a and b; NaN if either is. */
static void binary_min(const float *a, const float *b, float *y, const struct broadcast *s)
{
    for (int line = 0; line < s->lines; line++, y += s->line) {
        const float *left = a + offset_of(line, s->rank, s->extents, s->a_steps);
        const float *right = b + offset_of(line, s->rank, s->extents, s->b_steps);
        for (int i = 0; i < s->line; i++) {
            const float p = left[i * s->a_step], q = right[i * s->b_step];
            y[i] = p <= q || isnan(p) ? p : q;
        }
    }
}
