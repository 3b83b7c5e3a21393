#include "response_norm.c"

/* y = x / (k + factor * sum)^beta, with the sum of the squares of size x size samples around each. */
static void response_norm_within(const float *x, float *y, int planes, int height, int width,
                                 int size, float factor, float beta, float k)
{
    const int reach = size / 2;
    for (int plane = 0; plane < planes; plane++, x += height * width)
        for (int i = 0; i < height; i++)
            for (int j = 0; j < width; j++) {
                const int top = i < reach ? 0 : i - reach, bottom = height - 1 - i < reach ? height - 1 : i + reach;
                const int left = j < reach ? 0 : j - reach, right = width - 1 - j < reach ? width - 1 : j + reach;
                float squares = 0.0f;
                for (int row = top; row <= bottom; row++)
                    for (int column = left; column <= right; column++) squares += x[row * width + column] * x[row * width + column];
                *y++ = divided_by_power(x[i * width + j], k + factor * squares, beta);
            }
}
