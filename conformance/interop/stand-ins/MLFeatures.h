#import "MLMultiArray.h"

@interface MLFeatureValue : StandInObject
{
    MLMultiArray *multiArrayValue;
}

+ (id) featureValueWithMultiArray: (MLMultiArray *)value;
/// A value that is no multi-array.
+ (id) undefinedFeatureValue;
- (MLMultiArray *) multiArrayValue;

@end

@interface MLDictionaryFeatureProvider : StandInObject
{
    NSDictionary *dictionary;
}

- (id) initWithDictionary: (NSDictionary *)values error: (NSError **)error;
- (MLFeatureValue *) featureValueForName: (NSString *)name;

@end
