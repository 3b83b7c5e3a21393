#include <math.h>
#include <stddef.h>

/* y = scale * (x - mean) / sqrt(variance + epsilon) + shift, with the mean and the biased variance of the plane itself. */
static void instance_norm(const float *x, float *y, int batch, int channels, int samples,
                          const float *scale, const float *shift, double epsilon)
{
    for (int plane = 0; plane < batch * channels; plane++, x += samples, y += samples) {
        double sum = 0.0, squares = 0.0;
        for (int i = 0; i < samples; i++) sum += (double)x[i];
        const double mean = sum / samples;
        for (int i = 0; i < samples; i++) squares += ((double)x[i] - mean) * ((double)x[i] - mean);
        const double factor = (scale != NULL ? (double)scale[plane % channels] : 1.0) / sqrt(squares / samples + epsilon);
        const double added = shift != NULL ? (double)shift[plane % channels] : 0.0;
        for (int i = 0; i < samples; i++) y[i] = (float)(((double)x[i] - mean) * factor + added);
    }
}
