#import "MLFeatures.h"

@implementation MLFeatureValue

+ (id) featureValueWithMultiArray: (MLMultiArray *)value
{
    MLFeatureValue *made = [[self new] autorelease];
    made->multiArrayValue = [value retain];
    return made;
}

+ (id) undefinedFeatureValue { return [[self new] autorelease]; }

- (void) dealloc
{
    [multiArrayValue release];
    [super dealloc];
}

- (MLMultiArray *) multiArrayValue { return multiArrayValue; }

@end

@implementation MLDictionaryFeatureProvider

- (id) initWithDictionary: (NSDictionary *)values error: (NSError **)error
{
    if ((self = [super init]) == nil) return nil;
    for (NSString *name in values)
    {
        if ([[values objectForKey: name] isKindOfClass: [MLFeatureValue class]]) continue;
        if (error != NULL) *error = StandInError(1, [NSString stringWithFormat: @"'%@' is no feature value", name], nil);
        [self release];
        return nil;
    }

    dictionary = [values copy];
    return self;
}

- (void) dealloc
{
    [dictionary release];
    [super dealloc];
}

- (MLFeatureValue *) featureValueForName: (NSString *)name { return [dictionary objectForKey: name]; }

@end
