#import "StandIn.h"

enum {
    MLMultiArrayDataTypeFloat16 = 65552,
    MLMultiArrayDataTypeFloat32 = 65568,
    MLMultiArrayDataTypeDouble = 65600,
    MLMultiArrayDataTypeInt8 = 131080,
    MLMultiArrayDataTypeInt32 = 131104,
};

@interface MLMultiArray : StandInObject
{
    void *dataPointer;
    NSInteger dataType;
    NSArray *shape;
    NSArray *strides;
    BOOL owns;
}

/// A deallocator is a block, which this compiler does not know: it must be nil.
- (id) initWithDataPointer: (void *)data
                     shape: (NSArray *)extents
                  dataType: (NSInteger)type
                   strides: (NSArray *)steps
               deallocator: (void *)deallocator
                     error: (NSError **)error;

/// Numbers laid out as the tests say; the gaps hold no number.
- (id) initWithFeature: (const StandInArray *)feature layout: (StandInLayout)layout;

- (void *) dataPointer;
- (NSInteger) dataType;
- (NSArray *) shape;
- (NSArray *) strides;

@end
