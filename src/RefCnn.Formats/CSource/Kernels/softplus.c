#include <math.h>

/* y = log(1 + e^x) = max(x, 0) + log(1 + e^-|x|), which cannot overflow. */
static void softplus(const float *x, float *y, int count)
{
    for (int i = 0; i < count; i++) y[i] = (x[i] < 0.0f ? 0.0f : x[i]) + log1pf(expf(-fabsf(x[i])));
}
