#include <math.h>

/* y = log x. */
static void logarithm(const float *x, float *y, int count)
{
    for (int i = 0; i < count; i++) y[i] = logf(x[i]);
}
