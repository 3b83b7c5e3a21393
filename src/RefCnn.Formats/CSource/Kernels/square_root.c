#include <math.h>

/* y = the square root of x. */
static void square_root(const float *x, float *y, int count)
{
    for (int i = 0; i < count; i++) y[i] = sqrtf(x[i]);
}
