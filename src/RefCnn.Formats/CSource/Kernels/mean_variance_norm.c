#include "groups.c"
#include "root_with_epsilon.c"

/* y = x - mean, divided by the standard deviation (biased) where asked, over each group. */
static void mean_variance_norm(const float *x, float *y, const struct groups *g,
                               int divide, double epsilon, enum epsilon_place place)
{
    for (int group = 0; group < g->count; group++) {
        const int start = group_start(g, group);
        double sum = 0.0, squares = 0.0;
        for (int i = 0; i < g->size; i++) sum += (double)x[start + group_member(g, i)];
        const double mean = sum / g->size;
        for (int i = 0; i < g->size; i++) {
            const double difference = (double)x[start + group_member(g, i)] - mean;
            squares += difference * difference;
        }
        const double divisor = divide ? root_with_epsilon(squares / g->size, epsilon, place) : 1.0;
        for (int i = 0; i < g->size; i++) {
            const int at = start + group_member(g, i);
            y[at] = (float)(((double)x[at] - mean) / divisor);
        }
    }
}
