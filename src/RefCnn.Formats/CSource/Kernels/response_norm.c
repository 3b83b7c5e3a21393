#include <math.h>

/* x / base^beta; the usual power of 3/4 needs square roots only. */
static float divided_by_power(float x, float base, float beta)
{
    return beta == 0.75f ? x / (sqrtf(base) * sqrtf(sqrtf(base))) : x / powf(base, beta);
}
