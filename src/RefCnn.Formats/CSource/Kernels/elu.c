#include <math.h>

/* y = x where x >= 0, alpha * (e^x - 1) elsewhere. */
static void elu(const float *x, float *y, int count, float alpha)
{
    for (int i = 0; i < count; i++) y[i] = x[i] >= 0.0f ? x[i] : alpha * expm1f(x[i]);
}
