namespace RefCnn.Core;

/// <summary>A backend that prepares many small networks together far faster than one by one.</summary>
public interface IPreparingBackend : IBackend
{
    /// <summary>Does beforehand what <see cref="IBackend.Compile"/> would do for each of these networks. Networks that the backend does not compute are left out.</summary>
    /// <param name="networks">The networks; equal ones may be compiled later.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="BackendException">The backend is unavailable, or cannot prepare a network.</exception>
    void Prepare(IReadOnlyCollection<Network> networks, CancellationToken cancellation = default);
}
