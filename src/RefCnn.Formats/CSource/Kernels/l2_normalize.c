#include "groups.c"
#include "root_with_epsilon.c"

/* y = x divided by the Euclidean norm of its group; 0 where the divisor is 0. */
static void l2_normalize(const float *x, float *y, const struct groups *g, double epsilon, enum epsilon_place place)
{
    for (int group = 0; group < g->count; group++) {
        const int start = group_start(g, group);
        double squares = 0.0;
        for (int i = 0; i < g->size; i++) {
            const double value = x[start + group_member(g, i)];
            squares += value * value;
        }
        const double divisor = root_with_epsilon(squares, epsilon, place);
        for (int i = 0; i < g->size; i++) {
            const int at = start + group_member(g, i);
            y[at] = divisor == 0.0 ? 0.0f : (float)((double)x[at] / divisor);
        }
    }
}
