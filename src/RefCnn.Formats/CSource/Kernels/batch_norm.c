/* y = (x - mean) * factor + shift for each channel; the factors are scale / sqrt(variance + epsilon). */
static void batch_norm(const float *x, float *y, int batch, int channels, int samples,
                       const float *mean, const float *factor, const float *shift)
{
    for (int plane = 0; plane < batch * channels; plane++, x += samples, y += samples) {
        const float m = mean[plane % channels], f = factor[plane % channels], s = shift[plane % channels];
        for (int i = 0; i < samples; i++) y[i] = (x[i] - m) * f + s;
    }
}
