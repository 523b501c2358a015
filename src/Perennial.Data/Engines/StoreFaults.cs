namespace Perennial.Data.Engines;

/// <summary>Tells whoever listens of what keeps a store from its work, wherever it was met.</summary>
sealed class StoreFaults
{
    /// <summary>Called on the thread that met it, before whoever asked hears of it.</summary>
    public event Action<StoreAwayException>? Met;

    /// <summary>Tells of an error if it is the store's; gives it back to be thrown.</summary>
    public Exception Note(Exception error)
    {
        if (error is StoreAwayException away) Met?.Invoke(away);
        return error;
    }
}
