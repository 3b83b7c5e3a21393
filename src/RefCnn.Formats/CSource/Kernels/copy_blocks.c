#include <string.h>

/* Copies so many blocks of so many values; steps are the distances from one block to the next. */
static void copy_blocks(const float *x, int x_step, float *y, int y_step, int blocks, int values)
{
    for (int i = 0; i < blocks; i++) memcpy(y + i * y_step, x + i * x_step, (size_t)values * sizeof *y);
}
