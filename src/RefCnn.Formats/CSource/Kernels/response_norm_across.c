#include "response_norm.c"

/* y = x / (k + factor * sum)^beta, with the sum of the squares of size channels around each. */
static void response_norm_across(const float *x, float *y, int batch, int channels, int samples,
                                 int size, float factor, float beta, float k)
{
    for (int plane = 0; plane < batch * channels; plane++, x += samples, y += samples) {
        const int c = plane % channels, before = (size - 1) / 2 < c ? (size - 1) / 2 : c;
        const int reach = size - 1 - (size - 1) / 2, after = reach < channels - 1 - c ? reach : channels - 1 - c;
        for (int i = 0; i < samples; i++) {
            float squares = 0.0f;
            for (int other = -before; other <= after; other++) squares += x[other * samples + i] * x[other * samples + i];
            y[i] = divided_by_power(x[i], k + factor * squares, beta);
        }
    }
}
