#include "blas.c"

#ifdef REFCNN_NO_BLAS
enum { TILE_ROWS = 4, TILE_COLUMNS = 16 };

/* A tile of c, small enough to stay in registers while a and b pass by. */
static void multiply_tile(int inner, const float *a, int a_row, const float *b, int b_row, float *c, int c_row)
{
    float sum[TILE_ROWS][TILE_COLUMNS];
    for (int i = 0; i < TILE_ROWS; i++)
        for (int j = 0; j < TILE_COLUMNS; j++) sum[i][j] = c[i * c_row + j];
    for (int k = 0; k < inner; k++)
        for (int i = 0; i < TILE_ROWS; i++)
            for (int j = 0; j < TILE_COLUMNS; j++) sum[i][j] += a[i * a_row + k] * b[k * b_row + j];
    for (int i = 0; i < TILE_ROWS; i++)
        for (int j = 0; j < TILE_COLUMNS; j++) c[i * c_row + j] = sum[i][j];
}

/* What is left at the lower and the right edge of c, where no whole tile fits. */
static void multiply_edge(int rows, int columns, int inner,
                          const float *a, int a_row, const float *b, int b_row, float *c, int c_row)
{
    for (int i = 0; i < rows; i++)
        for (int k = 0; k < inner; k++)
            for (int j = 0; j < columns; j++) c[i * c_row + j] += a[i * a_row + k] * b[k * b_row + j];
}
#endif

/* c += a * b: a has rows x inner values, b inner x columns, c rows x columns; *_row is the distance from one row to the next. */
static void multiply(int rows, int columns, int inner,
                     const float *a, int a_row, const float *b, int b_row, float *c, int c_row)
{
#ifdef REFCNN_NO_BLAS
    const int whole_rows = rows - rows % TILE_ROWS, whole_columns = columns - columns % TILE_COLUMNS;
    for (int j = 0; j < whole_columns; j += TILE_COLUMNS)
        for (int i = 0; i < whole_rows; i += TILE_ROWS)
            multiply_tile(inner, a + i * a_row, a_row, b + j, b_row, c + i * c_row + j, c_row);
    multiply_edge(whole_rows, columns - whole_columns, inner, a, a_row, b + whole_columns, b_row, c + whole_columns, c_row);
    multiply_edge(rows - whole_rows, columns, inner, a + whole_rows * a_row, a_row, b, b_row, c + whole_rows * c_row, c_row);
#else
    cblas_sgemm(ROW_MAJOR, AS_IT_IS, AS_IT_IS, rows, columns, inner, 1.0f, a, a_row, b, b_row, 1.0f, c, c_row);
#endif
}
