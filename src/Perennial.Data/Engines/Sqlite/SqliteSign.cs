using System.Security.Cryptography;
using Perennial.Core;

namespace Perennial.Data.Engines.Sqlite;

/// <summary>An empty file beside the store that is held locked: the system lets go of it when the process ends.
/// </summary>
sealed class SqliteSign : LifeSign
{
    const string Between = "-sign-";
    const int Tries = 5;

    readonly FileStream held;

    SqliteSign(string name, FileStream held) : base(name) => this.held = held;

    public override CancellationToken Lost => CancellationToken.None;

    /// <summary>Raises one, and takes away those of the dead.</summary>
    public static SqliteSign Raise(string store)
    {
        Sweep(store);
        for (var tried = 1; ; tried++)
        {
            var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
            try
            {
                var held = new FileStream(PathOf(store, name), FileMode.CreateNew, FileAccess.ReadWrite,
                    FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
                // Whoever sweeps may have been faster than the lock.
                if (File.Exists(held.Name)) return new SqliteSign(name, held);
                held.Dispose();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                if (tried < Tries) continue;
                throw new BadInputException(store, $"No file can be made beside the store ({error.Message}).",
                    "Allow this account to write the folder, and free some space.");
            }
        }
    }

    /// <summary>Whether nobody holds it.</summary>
    public static bool IsGone(string store, string name)
    {
        var path = PathOf(store, name);
        try
        {
            using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            File.Delete(path);
            return true;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    static void Sweep(string store)
    {
        var begin = Path.GetFileName(store) + Between;
        foreach (var path in Directory.EnumerateFiles(FolderOf(store), begin + "*"))
            IsGone(store, Path.GetFileName(path)[begin.Length..]);
    }

    static string FolderOf(string store) => Path.GetDirectoryName(Path.GetFullPath(store))!;

    static string PathOf(string store, string name) => $"{Path.GetFullPath(store)}{Between}{name}";

    public override void Dispose() => held.Dispose();
}
