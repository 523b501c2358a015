using System.CommandLine;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Perennial.Api;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Serving;
using Perennial.Tests.Ui;
using Perennial.Web;

namespace Perennial.Tests.Tidy;

/// <summary>Reference pages are written from what they describe; <c>PERENNIAL_WRITE_DOCS=1</c> writes them
/// anew.</summary>
public class ReferenceTests
{
    const string Again = "PERENNIAL_WRITE_DOCS=1 ./test --fast -class Perennial.Tests.Tidy.ReferenceTests";

    [Fact]
    public void Columns_page_is_current() => AssertCurrent("columns.md", ColumnsPage());

    [Fact]
    public void Schema_of_strategies_is_current() =>
        AssertCurrent("strategies.schema.json", Perennial.Strategies.StrategySchema.Text());

    [Fact]
    public void Command_line_page_is_current() => AssertCurrent("cli.md", CommandLinePage());

    [Fact]
    public async Task API_page_is_current()
    {
        await using var app = WebApp.Build(new WebAppOptions
        {
            Views = SomeShop.Of(1).Views(), Urls = ["http://127.0.0.1:0"], Visitor = Visitor.Demo,
        });
        AssertCurrent("api.md", ApiPage(((IEndpointRouteBuilder)app).DataSources.SelectMany(one => one.Endpoints)
            .OfType<RouteEndpoint>().Where(one => one.RoutePattern.RawText!.TrimStart('/').StartsWith("api/")
                && one.Metadata.GetMetadata<FormerAddress>() is null)));
    }

    static void AssertCurrent(string name, string expected)
    {
        var path = Repository.PathTo("docs", "reference", name);
        if (Environment.GetEnvironmentVariable("PERENNIAL_WRITE_DOCS") == "1") File.WriteAllText(path, expected);
        var found = File.Exists(path) ? File.ReadAllText(path) : "";
        var missing = expected.Split('\n').Except(found.Split('\n')).FirstOrDefault();
        Assert.True(expected == found, $"docs/reference/{name} is not current (not in it: {missing}). Anew: {Again}");
    }

    static string ColumnsPage()
    {
        var page = new StringBuilder($"""
            # Columns

            Every value that Perennial computes for a customer, in the order of exported files. Written from the
            catalogue (`Columns.Shown`); to write it anew: `{Again}`.

            A column's *kind* says when it changes: **fact** with a fact; **status** with a fact or at an instant known
            beforehand; **clock** all the time, so it is computed where it is read; **scoring run** with one.

            | column | holds | unit | kind | what it is | source |
            |---|---|---|---|---|---|

            """);
        foreach (var column in Columns.Shown)
        {
            var inFiles = column.ExportName == column.Name ? "" : $" (in files `{column.ExportName}`)";
            page.Append($"| `{column.Name}`{inFiles} | {Holds(column)} | {column.Unit} ");
            page.Append($"| {KindOf(column)} | {column.Formula} | {column.Source} |\n");
        }
        return page.ToString();
    }

    static string KindOf(Column column) =>
        column.Kind == ColumnKind.ScoringRun ? "scoring run" : column.Kind.ToString().ToLowerInvariant();

    static string ApiPage(IEnumerable<RouteEndpoint> endpoints)
    {
        var page = new StringBuilder($"""
            # The JSON API

            What the pages show and change, for programs. Written from the endpoints themselves; to write it anew:
            `{Again}`. The same as OpenAPI: `/api/openapi.json`.

            A program sends a key: `Authorization: Bearer pk_...` (`perennial keys add`). A key of scope *read* may do
            what is for `read` and `desk`, one of scope *write* also what is for `write`, one of scope *admin*
            everything. Somebody who is signed in may do what their role allows, from the app's own pages. What cannot
            be done is answered with 400, 401, 403, 404 or 429 and JSON with `place`, `problem` and `remedy`. Every
            change is written down as *key* or *staff*, in the words of the last column.

            | endpoint | for | body | what it does | written down as |
            |---|---|---|---|---|

            """);
        foreach (var endpoint in endpoints.OrderBy(one => one.RoutePattern.RawText, StringComparer.Ordinal)
            .ThenBy(Method, StringComparer.Ordinal))
        {
            var path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/').Replace("{**", "{");
            var policy = endpoint.Metadata.GetMetadata<IAuthorizeData>()!.Policy;
            var summary = endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary ?? "This, as OpenAPI";
            page.Append($"| `{Method(endpoint)} {path}` | {policy} | {Body(endpoint)} | {Cell(summary)} ");
            page.Append($"| {endpoint.Metadata.GetMetadata<Effect>()?.What} |\n");
        }
        return page.ToString();
    }

    static string Method(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0];

    static string Body(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<Body>() is not { Form: var form }) return "";
        return form.Namespace == typeof(Body).Namespace ? $"`{string.Join(", ", ApiBody.Names(form))}`"
            : "as `GET` answers, or the YAML file that the command line loads";
    }

    static string CommandLinePage()
    {
        var root = Commands.Root();
        var page = new StringBuilder($"""
            # The command line

            {root.Description!.Trim()}

            Written from the commands themselves; to write it anew: `{Again}`.

            """);
        foreach (var command in root.Subcommands.Where(command => !command.Hidden))
            Describe(page, "perennial", command);
        return page.ToString();
    }

    static void Describe(StringBuilder page, string above, Command command)
    {
        var arguments = command.Arguments.Where(argument => !argument.Hidden).ToList();
        var words = arguments.Select(argument => argument.Arity.MinimumNumberOfValues == 0
            ? $" [{argument.Name}]" : $" {argument.Name}");
        page.Append($"\n## {above} {command.Name}{string.Concat(words)}\n\n");
        page.Append($"{command.Description?.Trim()}\n");
        var rows = arguments.Select(argument => (Name: argument.Name, argument.Description))
            .Concat(command.Options.Where(option => !option.Hidden)
                .Select(option => (Spelled(option), option.Description)))
            .ToList();
        if (rows.Count > 0) page.Append("\n| | |\n|---|---|\n");
        foreach (var (name, description) in rows)
            page.Append($"| `{Cell(name)}` | {Cell(description ?? "")} |\n");
        foreach (var inner in command.Subcommands.Where(inner => !inner.Hidden))
            Describe(page, $"{above} {command.Name}", inner);
    }

    static string Spelled(Option option)
    {
        var names = string.Join(", ", option.Aliases.Prepend(option.Name).Distinct());
        return option.ValueType == typeof(bool) ? names : $"{names} {option.HelpName ?? "VALUE"}";
    }

    static string Cell(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|");

    static string Holds(Column column) =>
        column.Labels.Count > 0 ? string.Join(", ", column.Labels) : column.Form.Words;
}
