from setuptools import find_packages, setup

requires = ["flask>=3.1", "gunicorn>=23"]

setup(
    name="parcels",
    version="1.4.0",
    packages=find_packages("src"),
    package_dir={"": "src"},
    python_requires=">=3.12",
    install_requires=requires,
    extras_require={"test": ["pytest"]},
    entry_points={"console_scripts": ["parcels = parcels.web:main"]},
)
