#include <math.h>

/* The Euclidean norm of each plane. */
static void global_l2_pool(const float *x, float *y, int planes, int samples)
{
    for (int plane = 0; plane < planes; plane++, x += samples) {
        double squares = 0.0;
        for (int i = 0; i < samples; i++) squares += (double)x[i] * (double)x[i];
        y[plane] = (float)sqrt(squares);
    }
}
