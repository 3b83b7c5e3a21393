#include <math.h>

/* y = e^x. */
static void exponential(const float *x, float *y, int count)
{
    for (int i = 0; i < count; i++) y[i] = expf(x[i]);
}
