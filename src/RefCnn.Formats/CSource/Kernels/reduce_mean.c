#include "groups.c"

/* The mean of each group. */
static void reduce_mean(const float *x, float *y, const struct groups *g)
{
    for (int group = 0; group < g->count; group++) {
        const int start = group_start(g, group);
        double total = 0.0;
        for (int i = 0; i < g->size; i++) {
            const float value = x[start + group_member(g, i)];
            total += (double)value;
        }
        y[group] = (float)(total / g->size);
    }
}
