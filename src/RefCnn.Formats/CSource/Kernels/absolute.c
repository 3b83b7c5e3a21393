#include <math.h>

/* y = |x|. */
static void absolute(const float *x, float *y, int count)
{
    for (int i = 0; i < count; i++) y[i] = fabsf(x[i]);
}
