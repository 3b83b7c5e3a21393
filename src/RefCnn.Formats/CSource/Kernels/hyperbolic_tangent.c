#include <math.h>

/* y = tanh x. */
static void hyperbolic_tangent(const float *x, float *y, int count)
{
    for (int i = 0; i < count; i++) y[i] = tanhf(x[i]);
}
