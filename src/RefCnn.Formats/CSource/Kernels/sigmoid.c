#include <math.h>

/* y = 1 / (1 + e^-x), from e^-|x|, which cannot overflow. */
static void sigmoid(const float *x, float *y, int count)
{
    for (int i = 0; i < count; i++) {
        const float e = expf(-fabsf(x[i]));
        y[i] = (x[i] >= 0.0f ? 1.0f : e) / (1.0f + e);
    }
}
