#include "broadcast.c"

/* y = x where x >= 0, slope * x elsewhere. */
static void prelu(const float *x, const float *slope, float *y, const struct broadcast *s)
{
    for (int line = 0; line < s->lines; line++, y += s->line) {
        const float *left = x + offset_of(line, s->rank, s->extents, s->a_steps);
        const float *right = slope + offset_of(line, s->rank, s->extents, s->b_steps);
        for (int i = 0; i < s->line; i++) {
            const float value = left[i * s->a_step];
            y[i] = value >= 0.0f ? value : right[i * s->b_step] * value;
        }
    }
}
