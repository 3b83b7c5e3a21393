#!/usr/bin/env bash
# Packs everything, and uses the packages as others do, from a folder outside the repository: the tool installed from a local folder, and the program of src/PACKAGE.md built on the libraries.
# Expects a Release build.
set -euo pipefail
cd "$(dirname "$0")/.."
repository=$PWD packages=$PWD/artifacts/packages
rm -rf "$packages"
dotnet pack RefCnn.sln -c Release --no-build -o "$packages" -v q
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cd "$folder"

# A cache of its own, so that no earlier build of the same version is taken.
export NUGET_PACKAGES=$folder/cache
dotnet tool install refcnn --tool-path tool --add-source "$packages" --version "$(basename "$packages"/refcnn.[0-9]*.nupkg .nupkg | sed 's/^refcnn\.//')"
tool/refcnn --version
tool/refcnn verify --layers relu --networks squeezenet --backend reference accelerate --quiet
tool/refcnn vectors coverage
tool/refcnn calories "$repository/samples/pictures/dishes.png" --output dishes.png

mkdir mine
cd mine
sed -n '/^```csharp Program.cs$/,/^```$/{/^```/d;p}' "$repository/src/PACKAGE.md" > Program.cs
printf '<configuration><packageSources><clear/><add key="local" value="%s"/></packageSources></configuration>\n' "$packages" > nuget.config
cat > mine.csproj << PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings><InvariantGlobalization>true</InvariantGlobalization></PropertyGroup>
  <ItemGroup><PackageReference Include="RefCnn.Conformance" Version="*"/></ItemGroup>
</Project>
PROJECT
dotnet run -- "$repository/conformance/vectors"
