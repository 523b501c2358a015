using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Perennial.Core;
using Perennial.Customers;
using Perennial.Data;
using Perennial.Shop;

namespace Perennial.Privacy;

/// <summary>Everything that is kept of one person, for that person: a page to read, and the same as JSON for machines
/// (GDPR, articles 15 and 20).</summary>
sealed class CustomerExport
{
    static readonly JsonSerializerOptions json = new()
    {
        WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    const string Style = """
        <style>body{font:15px/1.5 sans-serif;margin:2em;max-width:70em}table{border-collapse:collapse}
        th,td{border:1px solid #ccc;padding:.3em .6em;text-align:left}</style>
        """;

    readonly List<(string Name, string Content)> files = [];

    CustomerExport(CustomerId id) => Id = id;

    /// <summary>Whose.</summary>
    public CustomerId Id { get; }

    /// <summary>Reads everything about one customer.</summary>
    public static CustomerExport Of(ShopStore store, CustomerView customer)
    {
        var (view, row, record) = customer;
        var id = record.Id;
        var sheet = CustomerSheet.Of(view, id, record, RecommendedLine.Of(store, view, row, record)) with
        {
            Known = KnownLine.Of(store, customer, view.Table.AsOf),
        };
        var rows = store.Erasure.RowsAbout(id);
        var export = new CustomerExport(id);
        export.files.Add(("profile.json", JsonSerializer.Serialize(sheet, json)));
        foreach (var (table, found) in rows.Where(table => table.Value.Count > 0))
            export.files.Add(($"{table}.json", JsonSerializer.Serialize(found, json)));
        export.files.Insert(0, ("index.html", Page(view, sheet, rows)));
        return export;
    }

    /// <summary>Writes a ZIP.</summary>
    public void WriteZip(Stream to)
    {
        using var zip = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, content) in files)
        {
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(Encoding.UTF8.GetBytes(content));
        }
    }

    /// <summary>Writes to a path: a ZIP if it ends in .zip, else a folder.</summary>
    /// <exception cref="BadInputException">It cannot be written there.</exception>
    public void Write(string path)
    {
        try
        {
            if (path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            {
                using var file = File.Create(path);
                WriteZip(file);
                return;
            }
            Directory.CreateDirectory(path);
            foreach (var (name, content) in files) File.WriteAllText(Path.Combine(path, name), content);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, error.Message, "Name a folder, or a file ending in .zip.");
        }
    }

    static string Page(ShopView view, CustomerSheet sheet,
        IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyDictionary<string, object?>>> rows)
    {
        var page = new StringBuilder($"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>{Text(sheet.Name)}: what is kept</title>
            {Style}
            </head><body><h1>{Text(sheet.Name)}</h1>
            <p>Everything that {Text(view.ShopName.Length > 0 ? view.ShopName : "the shop")} keeps of you.
            The files beside this page hold the same for machines.</p>

            """);
        Table(page, "What follows from it", ["column", "value", "how it came about"],
            sheet.Columns.Select(column => new[] { column.Name, column.Shown, column.How }));
        foreach (var (table, found) in rows.Where(table => table.Value.Count > 0))
        {
            // What nobody filled in says nothing.
            string[] names = [.. found[0].Keys.Where(name => found.Any(row => row[name] is not null))];
            Table(page, table.Replace('_', ' '), names,
                found.Select(row => names.Select(name => row[name]?.ToString() ?? "").ToArray()));
        }
        return page.Append("</body></html>\n").ToString();
    }

    static void Table(StringBuilder page, string title, string[] heads, IEnumerable<string[]> rows)
    {
        page.Append($"<h2>{Text(title)}</h2><table><tr>");
        foreach (var head in heads) page.Append($"<th>{Text(head)}</th>");
        page.Append("</tr>\n");
        foreach (var row in rows)
        {
            page.Append("<tr>");
            foreach (var cell in row) page.Append($"<td>{Text(cell)}</td>");
            page.Append("</tr>\n");
        }
        page.Append("</table>\n");
    }

    static string Text(string text) => WebUtility.HtmlEncode(text);
}
