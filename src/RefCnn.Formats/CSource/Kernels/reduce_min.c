#include <math.h>
#include "groups.c"

/* The smallest value of each group; NaN where one is. */
static void reduce_min(const float *x, float *y, const struct groups *g)
{
    for (int group = 0; group < g->count; group++) {
        const int start = group_start(g, group);
        float total = INFINITY;
        for (int i = 0; i < g->size; i++) {
            const float value = x[start + group_member(g, i)];
            total = total <= value || isnan(total) ? total : value;
        }
        y[group] = total;
    }
}
