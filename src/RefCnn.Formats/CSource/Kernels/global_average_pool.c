/* The mean of each plane. */
static void global_average_pool(const float *x, float *y, int planes, int samples)
{
    for (int plane = 0; plane < planes; plane++, x += samples) {
        double sum = 0.0;
        for (int i = 0; i < samples; i++) sum += (double)x[i];
        y[plane] = (float)(sum / samples);
    }
}
