using Perennial.Channels.Destinations;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Erasure;

namespace Perennial.Destinations;

/// <summary>What became of the files that CSV destinations have written.</summary>
/// <param name="Rows">Rows about erased people that were taken out of files in the shop's own folder.</param>
/// <param name="Elsewhere">Destinations whose files are in other folders, which are somebody else's by now, and are
/// left as they are.</param>
sealed record OwnFilesReport(int Rows, IReadOnlyList<string> Elsewhere);

/// <summary>The files that CSV destinations have written into the shop's own folder: that of its file, or below.
/// </summary>
static class OwnFiles
{
    /// <summary>Takes out of them whatever is about people who were erased, and what told of an erasure when that is
    /// thirty days ago.</summary>
    /// <exception cref="BadInputException">A file cannot be written.</exception>
    public static OwnFilesReport Forget(ShopStore store, Instant now, Func<string, string?>? environment = null)
    {
        var context = new DestinationContext(TimeProvider.System, environment ?? Environment.GetEnvironmentVariable);
        var (rows, elsewhere) = (0, new List<string>());
        foreach (var entry in store.Destinations.All().Where(entry => entry.Kind == "csv"))
        {
            if (DestinationSettings.TryFromJson(entry.Settings) is not { } settings) continue;
            if (FolderOf(settings, context) is not { } folder || !IsOwn(store, folder)) elsewhere.Add(entry.Name);
            else rows += new CsvForgetting(settings, folder, store.Erasure.ErasedKeys)
                .Run(ErasureNotice.FirstKept(now));
        }
        return new OwnFilesReport(rows, elsewhere);
    }

    // Null where it is not known here: the variable that says it is another process's.
    static string? FolderOf(DestinationSettings settings, DestinationContext context)
    {
        try
        {
            return context.Optional(settings, "folder");
        }
        catch (BadInputException)
        {
            return null;
        }
    }

    static bool IsOwn(ShopStore store, string folder)
    {
        if (ShopPlace.IsDatabase(store.Path)) return false;
        var own = Path.GetDirectoryName(Path.GetFullPath(store.Path))!;
        var way = Path.GetRelativePath(own, Path.GetFullPath(folder));
        return !Path.IsPathRooted(way) && way.Split(Path.DirectorySeparatorChar)[0] != "..";
    }
}
