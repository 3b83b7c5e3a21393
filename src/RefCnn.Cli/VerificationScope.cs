namespace RefCnn.Cli;

/// <summary>What a verification covers.</summary>
[Flags]
internal enum VerificationScope
{
    /// <summary>The layer vectors.</summary>
    Layers = 1,

    /// <summary>The third-party models, where their folder is found.</summary>
    Models = 2,

    /// <summary>The networks that take about a second.</summary>
    QuickNetworks = 4,

    /// <summary>All networks, or those that are named.</summary>
    Networks = 8,
}
