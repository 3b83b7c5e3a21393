using System.Reflection;
using System.Runtime.InteropServices;
using RefCnn.CoreML;
using RefCnn.DeviceTests.Runner;

// The head, unchanged, on the stand-ins: what it and its libraries call of Apple's is found in the library that STANDIN_LIBRARY names.
nint standIns = NativeLibrary.Load(Environment.GetEnvironmentVariable("STANDIN_LIBRARY") ?? throw new InvalidOperationException("STANDIN_LIBRARY names no library; see stand-ins/build.sh"));
foreach (Assembly assembly in new[] { typeof(RefCnn.AppleHead.Program).Assembly, typeof(CoreMlBackend).Assembly, typeof(DeviceRun).Assembly })
    NativeLibrary.SetDllImportResolver(assembly, (name, _, _) => name.StartsWith("/usr/lib/", StringComparison.Ordinal) || name.StartsWith("/System/", StringComparison.Ordinal) ? standIns : 0);
return RefCnn.AppleHead.Program.Main(args);
