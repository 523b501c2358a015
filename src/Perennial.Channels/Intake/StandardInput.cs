namespace Perennial.Channels.Intake;

/// <summary>Standard input copied to a temporary file, because a file is looked at before it is read.</summary>
sealed class StandardInput : IDisposable
{
    StandardInput(string path) => Path = path;

    /// <summary>The copy.</summary>
    public string Path { get; }

    /// <summary>Copies standard input to its end.</summary>
    public static StandardInput Spool(CancellationToken cancel)
    {
        var spool = new StandardInput(System.IO.Path.GetTempFileName());
        try
        {
            using var input = Console.OpenStandardInput();
            using var copy = File.Create(spool.Path);
            var buffer = new byte[1 << 16];
            for (var read = input.Read(buffer); read > 0; read = input.Read(buffer))
            {
                cancel.ThrowIfCancellationRequested();
                copy.Write(buffer, 0, read);
            }
            return spool;
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(Path);
}
