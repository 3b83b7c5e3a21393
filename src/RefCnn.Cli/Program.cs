using RefCnn.Cli;

return await CommandLineHost.RunAsync(args, Terminal.OfProcess());
