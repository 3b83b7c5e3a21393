#ifndef REFCNN_NO_BLAS
/* CBLAS: Accelerate on Apple's systems, OpenBLAS or another elsewhere. Declared here because its header is not always where its library is. */
void cblas_sgemm(int order, int transpose_a, int transpose_b, int rows, int columns, int inner,
                 float alpha, const float *a, int a_row, const float *b, int b_row, float beta, float *c, int c_row);
void cblas_sgemv(int order, int transpose_a, int rows, int columns,
                 float alpha, const float *a, int a_row, const float *x, int x_step, float beta, float *y, int y_step);

enum { ROW_MAJOR = 101, AS_IT_IS = 111 };
#endif
