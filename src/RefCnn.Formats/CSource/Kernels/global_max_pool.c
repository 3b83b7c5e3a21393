#include <math.h>

/* The largest sample of each plane; NaN where one is. */
static void global_max_pool(const float *x, float *y, int planes, int samples)
{
    for (int plane = 0; plane < planes; plane++, x += samples) {
        float largest = x[0];
        for (int i = 1; i < samples; i++) largest = largest >= x[i] || isnan(largest) ? largest : x[i];
        y[plane] = largest;
    }
}
