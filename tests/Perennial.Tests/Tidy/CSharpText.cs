using System.Collections.Concurrent;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Perennial.Tests.Tidy;

/// <summary>C# as the compiler's own parser reads it.</summary>
static class CSharpText
{
    static readonly ConcurrentDictionary<string, CompilationUnitSyntax> parsed = [];

    /// <summary>Names of the types that a file declares at its top level, in order.</summary>
    public static IEnumerable<string> TopLevelTypes(RepositoryFile file) =>
        from node in Root(file.Text).DescendantNodes(
            node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
        let name = node switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier.Text,
            DelegateDeclarationSyntax type => type.Identifier.Text,
            _ => null,
        }
        where name is not null
        select name;

    /// <summary>A piece of code: the line it begins at (1-based) and how many lines it has, header included.</summary>
    public readonly record struct Block(int Line, int Length, string Header);

    /// <summary>Methods, accessors, local functions and lambdas.</summary>
    public static IEnumerable<Block> Methods(RepositoryFile file)
    {
        foreach (var node in Root(file.Text).DescendantNodes())
        {
            if (node is not (BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
                or AnonymousFunctionExpressionSyntax or PropertyDeclarationSyntax { ExpressionBody: not null }))
                continue;
            var start = node.ChildNodesAndTokens().First(part => !part.IsKind(SyntaxKind.AttributeList)).Span.Start;
            var line = file.Text.AsSpan(0, start).Count('\n');
            var length = file.Text.AsSpan(start, node.Span.End - start).Count('\n') + 1;
            yield return new Block(line + 1, length, file.Lines[line].Trim());
        }
    }

    /// <summary>String literals with the line each starts at (1-based), interpolations left as they stand.</summary>
    public static IEnumerable<(int Line, string Text)> Literals(string text) =>
        from node in Root(text).DescendantNodes(node => node is not InterpolatedStringExpressionSyntax)
        where node is InterpolatedStringExpressionSyntax
            or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression
                or (int)SyntaxKind.Utf8StringLiteralExpression }
        select (text.AsSpan(0, node.SpanStart).Count('\n') + 1, node.ToString());

    /// <summary>A name that is declared: a type, a member, a variable, a field of an anonymous object.</summary>
    /// <param name="Line">1-based.</param>
    /// <param name="Text">The name.</param>
    /// <param name="IsMethod">Whether it is called.</param>
    public readonly record struct Name(int Line, string Text, bool IsMethod);

    /// <summary>All names that are declared, but those of namespaces.</summary>
    public static IEnumerable<Name> Names(string text) =>
        from token in Root(text).DescendantTokens()
        where token.IsKind(SyntaxKind.IdentifierToken)
            && token.Parent is not SimpleNameSyntax or SimpleNameSyntax { Parent: NameEqualsSyntax }
        select new Name(text.AsSpan(0, token.SpanStart).Count('\n') + 1, token.ValueText,
            token.Parent is MethodDeclarationSyntax or LocalFunctionStatementSyntax);

    /// <summary>What stands in string literals, but for those that keep a name of before (they are given to
    /// something that is called so, <c>FormerName = "..."</c>) or of an exported file's header.</summary>
    public static IEnumerable<(int Line, string Text)> PresentLiterals(string text) =>
        from node in Root(text).DescendantNodes().OfType<LiteralExpressionSyntax>()
        where node.IsKind(SyntaxKind.StringLiteralExpression) && !node.Ancestors().Any(KeepsFormer)
        select (text.AsSpan(0, node.SpanStart).Count('\n') + 1, node.Token.ValueText);

    static bool KeepsFormer(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax set => set.Left.ToString() == "ExportName" || IsFormer(set.Left.ToString()),
        VariableDeclaratorSyntax variable => IsFormer(variable.Identifier.Text),
        InvocationExpressionSyntax call => IsFormer(call.Expression.ToString().Split('.')[^1]),
        _ => false,
    };

    static bool IsFormer(string name) => name.StartsWith("Former", StringComparison.OrdinalIgnoreCase);

    /// <summary>The code alone: comments and what stands in literals are blanked, lines stay where they are.</summary>
    public static string Bare(string text)
    {
        var bare = new StringBuilder(text.Length);
        foreach (var letter in text) bare.Append(letter == '\n' ? '\n' : ' ');
        foreach (var token in Root(text).DescendantTokens().Where(token => !IsText(token)))
        {
            for (var i = token.SpanStart; i < token.Span.End; i++) bare[i] = text[i];
        }
        return bare.ToString();
    }

    static bool IsText(SyntaxToken token) => token.Kind() is SyntaxKind.StringLiteralToken
        or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
        or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.Utf8SingleLineRawStringLiteralToken
        or SyntaxKind.Utf8MultiLineRawStringLiteralToken or SyntaxKind.InterpolatedStringTextToken;

    static CompilationUnitSyntax Root(string text) =>
        parsed.GetOrAdd(text, text => CSharpSyntaxTree.ParseText(text).GetCompilationUnitRoot());
}
