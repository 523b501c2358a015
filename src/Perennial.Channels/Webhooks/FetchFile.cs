namespace Perennial.Channels.Webhooks;

/// <summary>Fetches a small file without following redirects; null where it cannot be had.</summary>
/// <param name="address">Where it is; the caller has made sure that it may be asked.</param>
/// <param name="cancel">Ends the waiting.</param>
public delegate Task<byte[]?> FetchFile(Uri address, CancellationToken cancel);
