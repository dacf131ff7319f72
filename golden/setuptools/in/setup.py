import os

from setuptools import find_packages, setup

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "requirements.in")) as f:
    install_requires = [line.strip() for line in f if line.strip() and not line.startswith("#")]

setup(
    name="parcels",
    version="1.4.0",
    packages=find_packages("src"),
    package_dir={"": "src"},
    python_requires=">=3.12",
    install_requires=install_requires,
    extras_require={"test": ["pytest"]},
    entry_points={"console_scripts": ["parcels = parcels.web:main"]},
)
