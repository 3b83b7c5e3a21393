#include "broadcast.c"

/* y = a / b. */
static void binary_div(const float *a, const float *b, float *y, const struct broadcast *s)
{
    for (int line = 0; line < s->lines; line++, y += s->line) {
        const float *left = a + offset_of(line, s->rank, s->extents, s->a_steps);
        const float *right = b + offset_of(line, s->rank, s->extents, s->b_steps);
        for (int i = 0; i < s->line; i++) y[i] = left[i * s->a_step] / right[i * s->b_step];
    }
}
